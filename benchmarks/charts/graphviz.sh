#!/bin/sh
# Drawings of Graphviz: `sh graphviz.sh FOLDER`.
draw() { # name, program, graph
    echo "$3" | "$2" -Tsvg >"$folder/graphviz-$1.svg"
}
folder=$1
draw plain dot 'digraph { a -> b -> c; a -> c }'
draw labels dot 'digraph { rankdir=LR; one [label="the first"]; one -> two [label="then"] }'
draw filled dot 'graph { node [style=filled, fillcolor=lightblue, shape=box]; a -- b -- c }'
draw clusters dot 'digraph { subgraph cluster_0 { label="inside"; bgcolor="#eeeeee"; a -> b } b -> c }'
draw records dot 'digraph { n [shape=record, label="{a|b|{c|d}}"]; n -> m }'
draw table dot 'digraph { t [shape=none, label=<<TABLE><TR><TD BGCOLOR="gold">x</TD><TD>y</TD></TR></TABLE>>] t -> u }'
draw spring neato 'graph { a -- b; b -- c; c -- d; d -- a; a -- c }'
draw ring circo 'digraph { a -> b -> c -> d -> e -> a }'
draw dark dot 'digraph { bgcolor="#222222"; node [color=white, fontcolor=white]; edge [color=white]; a -> b }'
draw wide fdp 'graph { subgraph cluster_a { x -- y } z -- x; z -- w }'
