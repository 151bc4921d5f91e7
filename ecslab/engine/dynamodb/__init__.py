"""Tables and items: what is stored under which key, how it is found, and the language of expressions."""
