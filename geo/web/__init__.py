"""The Streamlit app: one room for each part of the screen."""
