"""The whole course of what takes its time: how many are answered by when, how long each cohort stays."""
