// Diagrams of Mermaid, drawn in Chromium: `node mermaid.mjs FOLDER`.
import fs from 'fs';
import path from 'path';
import { execFileSync } from 'child_process';

const diagrams = {
  flow: 'flowchart LR\n a[Start] --> b{Choice} -->|yes| c[End]\n b -->|no| a',
  down: 'flowchart TD\n a((one)) --> b([two]) --> c[[three]]\n subgraph s [A group]\n d --> e\n end',
  sequence: 'sequenceDiagram\n Ann->>Bob: Hello\n Bob-->>Ann: Hi\n Note over Bob: thinks',
  pie: 'pie title Pets\n "ants" : 3\n "bees" : 5\n "cats" : 2',
  gantt: 'gantt\n title Plan\n dateFormat YYYY-MM-DD\n section One\n first :a, 2024-01-01, 9d\n then :after a, 12d',
  classes: 'classDiagram\n Animal <|-- Cat\n Animal : +int age\n Cat : +purr()',
  states: 'stateDiagram-v2\n [*] --> Still\n Still --> Moving\n Moving --> [*]',
  entities: 'erDiagram\n PERSON ||--o{ ORDER : places',
  xy: 'xychart-beta\n title "Sales"\n x-axis [jan, feb, mar]\n y-axis "money" 0 --> 10\n bar [3, 7, 5]\n line [3, 7, 5]',
  mind: 'mindmap\n root((mind))\n  one\n  two\n   three',
  journey: 'journey\n title Day\n section Morning\n  Wake: 3: Me\n  Eat: 5: Me',
  git: 'gitGraph\n commit\n branch side\n commit\n checkout main\n commit',
  quadrant: 'quadrantChart\n title Reach\n x-axis Low --> High\n y-axis Slow --> Fast\n A: [0.3, 0.6]\n B: [0.7, 0.2]',
  timeline: 'timeline\n title Past\n 2001 : one\n 2002 : two : three',
};
const folder = path.resolve(process.argv[2]);
const settings = path.join(folder, 'puppeteer.json');
fs.writeFileSync(settings, JSON.stringify({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] }));
for (const [name, text] of Object.entries(diagrams)) {
  execFileSync('npx', ['mmdc', '-q', '-p', settings, '-i', '-', '-o', path.join(folder, `mermaid-${name}.svg`)], { input: text });
}
fs.rmSync(settings);
