"""The library face: read files, ask questions, get values back."""
