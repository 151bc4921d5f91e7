"""The screens: each wires its widgets to the lab, the course and the learner's progress."""
