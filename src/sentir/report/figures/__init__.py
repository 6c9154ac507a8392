"""Figures of the report as SVG text, drawn by matplotlib where it is installed."""
