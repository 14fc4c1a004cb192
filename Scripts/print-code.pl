#!/usr/bin/env perl
# SPDX-License-Identifier: Apache-2.0
# Prints Swift files as `path:line:code`, without comments and with text literals emptied, for checks that search code.
use strict;
use warnings;

my ($in_text, $in_comment) = (0, 0);
while (<>) {
    chomp;
    my $code = $_;
    if ($in_comment) {
        $code =~ s{^.*?\*/}{} ? ($in_comment = 0) : ($code = "");
    }
    if ($in_text) {
        $code =~ s{^.*?"""}{} ? ($in_text = 0) : ($code = "");
    }
    $code =~ s{\\\\|\\"}{}g;             # escapes inside text
    $code =~ s{""".*?"""}{""}g;
    if ($code =~ s{"""[^"]*$}{""}) { $in_text = 1 }
    $code =~ s{"[^"]*"}{""}g;
    $code =~ s{//.*$}{};
    $code =~ s{/\*.*?\*/}{}g;
    if ($code =~ s{/\*.*$}{}) { $in_comment = 1 }
    print "$ARGV:$.:$code\n" if $code =~ /\S/;
} continue {
    if (eof) { close ARGV; ($in_text, $in_comment) = (0, 0) }
}
