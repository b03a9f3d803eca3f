window.WebControl = window.WebControl || {};
window.oneAds = window.oneAds || function () {};
document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll("img.lazy[data-src]").forEach(function (img) { img.src = img.dataset.src; });
});
