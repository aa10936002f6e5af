"""Works out what a small function in JavaScript returns, without running it: the addresses that settings make of texts.

`tree` has a library read a program, `syntax` makes nodes of its parts, `nodes` says what each comes to, with the
`values` there are; `script` finds the places in a program. Understood are strings, templates, members, conditions,
constants, functions of the same file and the methods that addresses are made with. Whatever else there is makes the
value unknown: nothing is guessed.
"""
