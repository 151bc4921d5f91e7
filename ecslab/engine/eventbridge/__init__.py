"""EventBridge: buses, rules, event patterns, and how what matches reaches its targets."""
