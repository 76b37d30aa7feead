"""What a reader saves: files of the view, films, graphics."""
