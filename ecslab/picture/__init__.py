"""Pictures of a lab in styled text: a lab becomes a frozen view, a view becomes lines; no screen is needed.

`reading` looks at a lab, `views` is what it saw, `drawing` makes blocks of lines of it in a width:
`layout(read(lab), width, say).lines()`.
"""
