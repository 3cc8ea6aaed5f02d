// Charts of Observable Plot, drawn in jsdom: `node observable_plot.mjs FOLDER`.
import fs from 'fs';
import path from 'path';
import * as Plot from '@observablehq/plot';
import { JSDOM } from 'jsdom';

const { document } = new JSDOM('').window;
const table = [...Array(60).keys()].map((i) => ({
  x: i, y: Math.sin(i / 8) + (i % 5) / 5, kind: ['ant', 'bee', 'cat'][i % 3] }));
const dots = Plot.dot(table, { x: 'x', y: 'y', stroke: 'kind' });
const charts = {
  dots: { marks: [dots] },
  framed: { marks: [Plot.frame(), dots], grid: true },
  line: { marks: [Plot.lineY(table, { x: 'x', y: 'y' })] },
  area: { marks: [Plot.areaY(table, { x: 'x', y: 'y', fill: '#aac' }), Plot.ruleY([0])] },
  bars: { marks: [Plot.barY(table, Plot.groupX({ y: 'count' }, { x: 'kind', fill: 'kind' }))] },
  barx: { marks: [Plot.barX(table, Plot.groupY({ x: 'sum' }, { y: 'kind', x: 'x' }))], marginLeft: 60 },
  rects: { marks: [Plot.rectY(table, Plot.binX({ y: 'count' }, { x: 'x' })), Plot.ruleY([0])] },
  cells: { marks: [Plot.cell(table, { x: 'x', y: 'kind', fill: 'y' })] },
  boxes: { marks: [Plot.boxY(table, { x: 'kind', y: 'y' })] },
  ticks: { marks: [Plot.tickX(table, { x: 'y', y: 'kind' })], grid: true },
  facets: { marks: [Plot.frame(), Plot.dot(table, { x: 'x', y: 'y', fx: 'kind' })] },
  text: { marks: [Plot.text(table, { x: 'x', y: 'y', text: 'kind' })] },
  density: { marks: [Plot.density(table, { x: 'x', y: 'y', fill: 'density' }), dots] },
  smooth: { marks: [dots, Plot.linearRegressionY(table, { x: 'x', y: 'y' })] },
  noaxes: { axis: null, marks: [dots] },
  wide: { width: 900, height: 200, marks: [dots], inset: 10 },
};
for (const [name, options] of Object.entries(charts)) {
  const svg = Plot.plot({ ...options, document });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  fs.writeFileSync(path.join(process.argv[2], `observable-${name}.svg`), svg.outerHTML);
}
