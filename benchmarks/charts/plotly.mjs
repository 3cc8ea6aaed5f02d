// Charts of plotly.js, drawn in Chromium: `node plotly.mjs FOLDER`.
import fs from 'fs';
import path from 'path';
import { createRequire } from 'module';
import puppeteer from 'puppeteer-core';

const require = createRequire(path.join(process.cwd(), 'x.js'));
const source = require.resolve('plotly.js-dist-min/plotly.min.js');
const n = [...Array(40).keys()], wave = (k) => n.map((i) => Math.sin(i / 5 + k));
const kinds = ['ant', 'bee', 'cat'];
const charts = {
  points: [[{ x: n, y: wave(0), mode: 'markers' }], { title: { text: 'Points' } }],
  lines: [[0, 1, 2].map((k) => ({ x: n, y: wave(k), name: `line ${k}` })), {}],
  bars: [[{ type: 'bar', x: kinds, y: [3, 5, 2] }], {}],
  stacked: [[1, 2].map((k) => ({ type: 'bar', x: kinds, y: [3, k, 2] })), { barmode: 'stack' }],
  histogram: [[{ type: 'histogram', x: wave(0) }], { template: 'none' }],
  boxes: [kinds.map((name, k) => ({ type: 'box', y: wave(k), name })), {}],
  violin: [[{ type: 'violin', y: wave(1) }], {}],
  heat: [[{ type: 'heatmap', z: [wave(0), wave(1), wave(2)] }], {}],
  contour: [[{ type: 'contour', z: [wave(0), wave(1), wave(2)] }], {}],
  pie: [[{ type: 'pie', values: [3, 5, 2], labels: kinds }], {}],
  sunburst: [[{ type: 'sunburst', labels: ['a', 'b', 'c'], parents: ['', 'a', 'a'], values: [3, 1, 2] }], {}],
  area: [[{ x: n, y: wave(0), fill: 'tozeroy' }], {}],
  subplots: [[{ y: wave(0) }, { y: wave(1), xaxis: 'x2', yaxis: 'y2' }], { grid: { rows: 1, columns: 2, pattern: 'independent' } }],
  polar: [[{ type: 'scatterpolar', r: n, theta: n.map((i) => i * 9) }], {}],
  sankey: [[{ type: 'sankey', node: { label: kinds }, link: { source: [0, 0], target: [1, 2], value: [2, 3] } }], {}],
  dark: [[{ y: wave(0) }], { paper_bgcolor: '#111', plot_bgcolor: '#222', font: { color: '#eee' } }],
  annotated: [[{ y: wave(0) }], { annotations: [{ x: 8, y: 1, text: 'peak' }], shapes: [{ type: 'rect', x0: 3, x1: 9, y0: 0, y1: 1 }] }],
};

const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.addScriptTag({ path: source });
for (const [name, [data, layout]] of Object.entries(charts)) {
  const url = await page.evaluate(
    (data, layout) => window.Plotly.toImage({ data, layout }, { format: 'svg', width: 700, height: 450 }),
    data, layout);
  const text = decodeURIComponent(url.slice(url.indexOf(',') + 1));
  fs.writeFileSync(path.join(process.argv[2], `plotly-${name}.svg`), text);
}
await browser.close();
