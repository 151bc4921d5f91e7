"""Pictures of a lab in styled text: a lab becomes a frozen view, a view becomes lines; no screen is needed.

`reading` looks at a lab, `views` is what it saw, `looking` says what there is to know of one thing, `drawing`
makes blocks of lines of either in a width: `layout(read(lab), width, say).lines()`.
"""
