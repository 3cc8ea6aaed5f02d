#!/bin/sh
# Charts that were PDF, turned into SVG by MuPDF, poppler and dvisvgm: `sh pdf.sh FOLDER`.
folder=$(realpath "$1")
work=$(mktemp -d)
cd "$work" || exit 1
Rscript -e 'pdf("plain.pdf", 6, 4); plot(mtcars$wt, mtcars$mpg, main = "Weight and range"); invisible(dev.off())'
Rscript -e 'library(ggplot2); ggsave("ggplot.pdf", ggplot(mtcars, aes(wt, mpg)) + geom_point(), width = 6, height = 4)'
gnuplot -e "set terminal pdfcairo; set output 'gnuplot.pdf'; plot sin(x)"
echo 'digraph { one -> two -> three }' | dot -Tpdf >graphviz.pdf
for name in plain ggplot gnuplot graphviz; do
    mutool draw -q -F svg -o "$folder/mupdf-$name.svg" $name.pdf 1 && mv "$folder/mupdf-${name}1.svg" "$folder/mupdf-$name.svg" 2>/dev/null
    pdftocairo -svg $name.pdf "$folder/poppler-$name.svg"
    dvisvgm --pdf --no-fonts -v0 -o "$folder/dvisvgm-$name.svg" $name.pdf
done
rm -r "$work"
