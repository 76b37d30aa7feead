"""What a person sees of one view is compared across the ways out, by what is drawn."""
