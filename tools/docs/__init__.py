"""What keeps the documentation true: marked places that commands fill, pictures, the site."""
