-- Run once, when the database server is new. The conversations have the database `spinecoach` already.
CREATE DATABASE spinecoach_journal;
