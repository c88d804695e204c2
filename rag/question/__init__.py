"""What a question asks for and what it turns on."""
