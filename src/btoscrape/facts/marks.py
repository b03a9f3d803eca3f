"""Floor 2. The marks of a sentence, and the quotes that open and close an inscription."""

MARKS = {
    ",": "comma",
    ";": "semi",
    ":": "colon",
    "(": "open",
    ")": "close",
    "[": "open",
    "]": "close",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "+": "bullet",
    "*": "bullet",
    "•": "bullet",
    "|": "bar",
}
QUOTES = {"“": "”", '"': '"', "«": "»", "‘": "’"}
