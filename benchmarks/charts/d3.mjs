// Charts of D3, drawn in jsdom: `node d3.mjs FOLDER`.
import fs from 'fs';
import path from 'path';
import * as d3 from 'd3';
import { JSDOM } from 'jsdom';

const width = 640, height = 400, margin = 40;
const table = [...Array(50).keys()].map((i) => ({ x: i, y: 5 + 4 * Math.sin(i / 6), kind: 'abc'[i % 3] }));
const x = d3.scaleLinear([0, 50], [margin, width - margin]);
const y = d3.scaleLinear([0, 10], [height - margin, margin]);
const band = d3.scaleBand([...'abc'], [margin, width - margin]).padding(0.2);
const colour = d3.scaleOrdinal(d3.schemeCategory10);

const left = (svg, scale = y) => svg.append('g').attr('transform', `translate(${margin},0)`).call(d3.axisLeft(scale));
const below = (svg, scale = x) => svg.append('g').attr('transform', `translate(0,${height - margin})`).call(d3.axisBottom(scale));
const axes = (svg) => { below(svg); left(svg); };
const dots = (svg) => svg.append('g').selectAll('circle').data(table).join('circle')
  .attr('cx', (d) => x(d.x)).attr('cy', (d) => y(d.y)).attr('r', 5).attr('fill', (d) => colour(d.kind));
const line = (svg) => svg.append('path').datum(table).attr('fill', 'none').attr('stroke', 'steelblue')
  .attr('d', d3.line((d) => x(d.x), (d) => y(d.y)));
const tree = d3.hierarchy({ children: [{ v: 3 }, { v: 2 }, { children: [{ v: 4 }, { v: 1 }] }] }).sum((d) => d.v);

const charts = {
  dots: (svg) => { axes(svg); dots(svg); },
  line: (svg) => { axes(svg); line(svg); },
  area: (svg) => { axes(svg); svg.append('path').datum(table).attr('fill', '#9bd')
    .attr('d', d3.area((d) => x(d.x), y(0), (d) => y(d.y))); },
  bars: (svg) => { below(svg, band); left(svg); svg.append('g').attr('fill', 'teal').selectAll('rect').data('abc')
    .join('rect').attr('x', (d) => band(d)).attr('width', band.bandwidth()).attr('y', (d, i) => y(3 + 2 * i))
    .attr('height', (d, i) => y(0) - y(3 + 2 * i)); },
  nodomain: (svg) => { axes(svg); svg.selectAll('.domain').remove(); dots(svg); },
  gridded: (svg) => { axes(svg); svg.selectAll('.tick').append('line').attr('x2', width - 2 * margin).attr('stroke', '#ddd'); dots(svg); },
  oneaxis: (svg) => { below(svg); dots(svg); },
  tooltip: (svg) => { axes(svg); dots(svg); svg.append('g').attr('class', 'tooltip').style('display', 'none')
    .append('rect').attr('width', width).attr('height', height); },
  overlay: (svg) => { axes(svg); line(svg); svg.append('rect').attr('width', width).attr('height', height)
    .attr('fill', 'none').attr('pointer-events', 'all'); },
  pie: (svg) => svg.append('g').attr('transform', `translate(${width / 2},${height / 2})`).selectAll('path')
    .data(d3.pie()([3, 5, 2])).join('path').attr('d', d3.arc().innerRadius(40).outerRadius(150)).attr('fill', (d, i) => colour(i)),
  treemap: (svg) => svg.selectAll('rect').data(d3.treemap().size([width, height]).padding(2)(tree).leaves())
    .join('rect').attr('x', (d) => d.x0).attr('y', (d) => d.y0).attr('width', (d) => d.x1 - d.x0)
    .attr('height', (d) => d.y1 - d.y0).attr('fill', (d, i) => colour(i)),
  pack: (svg) => svg.selectAll('circle').data(d3.pack().size([width, height])(tree)).join('circle')
    .attr('cx', (d) => d.x).attr('cy', (d) => d.y).attr('r', (d) => d.r).attr('fill', (d) => colour(d.depth)),
  legend: (svg) => { axes(svg); dots(svg); const g = svg.append('g').attr('class', 'legend').selectAll('g').data('abc')
    .join('g').attr('transform', (d, i) => `translate(520,${60 + 20 * i})`); g.append('rect').attr('width', 12).attr('height', 12)
    .attr('fill', (d) => colour(d)); g.append('text').attr('x', 18).attr('y', 11).text((d) => `kind ${d}`); },
  heat: (svg) => { axes(svg); svg.append('g').selectAll('rect').data(d3.cross(d3.range(10), d3.range(10))).join('rect')
    .attr('x', (d) => x(5 * d[0])).attr('y', (d) => y(d[1] + 1)).attr('width', 55).attr('height', 31)
    .attr('fill', (d) => d3.interpolateViridis(d[0] * d[1] / 81)); },
  voronoi: (svg) => { axes(svg); svg.append('path').attr('fill', 'none').attr('stroke', '#999')
    .attr('d', d3.Delaunay.from(table, (d) => x(d.x), (d) => y(d.y)).voronoi([40, 40, 600, 360]).render()); },
};
for (const [name, draw] of Object.entries(charts)) {
  const { document } = new JSDOM('').window;
  const svg = d3.select(document.body).append('svg').attr('xmlns', 'http://www.w3.org/2000/svg')
    .attr('width', width).attr('height', height).attr('viewBox', [0, 0, width, height]);
  draw(svg);
  fs.writeFileSync(path.join(process.argv[2], `d3-${name}.svg`), document.body.innerHTML);
}
