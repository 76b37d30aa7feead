"""Stories and articles, told step by step."""
