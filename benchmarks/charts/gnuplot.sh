#!/bin/sh
# Charts of gnuplot: `sh gnuplot.sh FOLDER`.
draw() { # name, then the commands that draw
    printf '%s\n' "set terminal svg; set output '$folder/gnuplot-$1.svg'" "set samples 60" "$2" | gnuplot
}
folder=$1
draw lines "plot sin(x), cos(x)"
draw grid "set grid; plot x**2 title 'square', x**3 / 10"
draw points "plot '+' using 1:(sin(\$1)) with points pt 7 title 'dots'"
draw impulses "plot sin(x) with impulses, sin(x) with lines lw 3"
draw boxes "set style fill solid 0.5; set boxwidth 0.5; plot '+' using 1:(abs(\$1)) with boxes"
draw filled "plot '+' using 1:(sin(\$1)) with filledcurves y1=0 notitle"
draw histogram "\$d << E
ant 3
bee 5
cat 2
E
set style data histogram; set style fill solid; plot \$d using 2:xtic(1)"
draw key "set key outside; plot [0:9] sin(x), x/9, -x/9"
draw title "set title 'A title'; set xlabel 'across'; set ylabel 'up'; plot sqrt(abs(x))"
draw borderless "set border 3; set tics nomirror; plot sin(x)"
draw surface "set isosamples 20; splot x*y with lines"
draw map "set view map; set pm3d; splot x*y"
draw polar "set polar; plot t"
draw two "set multiplot layout 1,2; plot sin(x); plot cos(x); unset multiplot"
draw dark "set object 1 rect from screen 0,0 to screen 1,1 fc rgb '#222222' behind; set border lc rgb 'white'; plot sin(x)"
