"""What do the world's public data say of the country? The only room with a door to the internet."""
