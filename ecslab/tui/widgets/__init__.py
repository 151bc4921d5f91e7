"""The parts of the screen: values in, messages out; none of them knows the lab."""
