"""The simulated API operations, one function each."""
