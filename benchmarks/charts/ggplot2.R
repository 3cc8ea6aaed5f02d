# Rscript ggplot2.R FOLDER: 16 charts of ggplot2 and base R, each by svglite and by cairo's svg().
library(ggplot2)
folder <- commandArgs(trailingOnly = TRUE)[1]
set.seed(1)
cars <- transform(mtcars, name = rownames(mtcars), cyl = factor(cyl))
base <- ggplot(cars, aes(wt, mpg))
plots <- list(
  points = base + geom_point(aes(colour = cyl), size = 3),
  bw = base + geom_point() + geom_smooth(method = "lm", formula = y ~ x) + theme_bw(),
  classic = base + geom_point(aes(shape = cyl)) + theme_classic(),
  minimal = base + geom_line() + theme_minimal() + labs(title = "A title", subtitle = "below it"),
  void = base + geom_point() + theme_void(),
  bars = ggplot(cars, aes(cyl, fill = cyl)) + geom_bar(),
  flipped = ggplot(cars, aes(name, mpg)) + geom_col() + coord_flip(),
  facets = base + geom_point() + facet_wrap(~cyl),
  grid = base + geom_point() + facet_grid(gear ~ cyl),
  boxes = ggplot(cars, aes(cyl, mpg)) + geom_boxplot(),
  density = ggplot(cars, aes(mpg, fill = cyl)) + geom_density(alpha = 0.5),
  tiles = ggplot(expand.grid(x = 1:8, y = 1:6), aes(x, y, fill = x * y)) + geom_tile(),
  pie = ggplot(cars, aes(1, fill = cyl)) + geom_bar() + coord_polar("y"),
  labels = base + geom_label(aes(label = name), size = 2.5),
  polygon = ggplot(data.frame(x = c(0, 2, 1), y = c(0, 0, 2)), aes(x, y)) + geom_polygon(),
  wide = base + geom_point() + coord_fixed(0.02) + theme_dark()
)
draw_base <- list(
  plain = function() plot(cars$wt, cars$mpg, main = "Weight and range"),
  hist = function() hist(cars$mpg, col = "grey"),
  bars = function() barplot(table(cars$cyl), col = 2:4, legend.text = TRUE),
  two = function() { par(mfrow = c(1, 2)); plot(cars$wt); boxplot(mpg ~ cyl, cars) }
)
devices <- list(
  svglite = function(file) svglite::svglite(file, width = 6, height = 4),
  cairo = function(file) svg(file, width = 6, height = 4)
)
for (device in names(devices)) {
  for (name in names(plots)) {
    devices[[device]](file.path(folder, paste0(device, "-", name, ".svg")))
    print(plots[[name]])
    dev.off()
  }
  for (name in names(draw_base)) {
    devices[[device]](file.path(folder, paste0(device, "-base-", name, ".svg")))
    draw_base[[name]]()
    dev.off()
  }
}
