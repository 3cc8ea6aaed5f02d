#!/bin/sh
# Diagrams of PlantUML: `sh plantuml.sh FOLDER`.
folder=$(realpath "$1")
work=$(mktemp -d)
write() { printf '@startuml\n%b\n@enduml\n' "$2" >"$work/plantuml-$1.puml"; }
write sequence 'Ann -> Bob : hello\nBob --> Ann : hi'
write classes 'class Cat {\n +purr()\n -age : int\n}\nAnimal <|-- Cat'
write states '[*] --> Still\nStill --> Moving : push\nMoving --> [*]'
write activity 'start\n:wake;\nif (hungry?) then (yes)\n :eat;\nelse (no)\nendif\nstop'
write use ':Ann: --> (cook)\n(cook) --> (eat)'
write parts 'package "Shop" {\n [till] --> [stock]\n}\ndatabase goods\n[stock] --> goods'
write object 'object cat\ncat : age = 3'
write theme 'skinparam backgroundColor #EEEBDC\nskinparam handwritten true\nAnn -> Bob : drawn by hand'
write dark 'skinparam monochrome reverse\nclass Cat\nclass Dog\nCat -- Dog'
plantuml -tsvg -o "$folder" "$work"/*.puml
rm -r "$work"
