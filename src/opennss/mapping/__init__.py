"""What serves it?"""
