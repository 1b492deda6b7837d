CREATE DATABASE spinecoach_journal;
