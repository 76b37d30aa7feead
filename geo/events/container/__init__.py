"""Events in one binary container, which the exported file and the page in the app share."""
