"""What a lab holds, as frozen records: facts without behaviour, below the state that keeps them."""
