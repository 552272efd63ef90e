..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
..........bccccccccccccccccccccccccccccccccccccccccccccccccccccccccccb
..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
..........bdeddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddedddddddddddddddddddddddddddddddddddddddddddb
..........bhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhb
..........bhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhb
..........bffgfffffffffffffffffffffffffffffffffffffffffffffffffffffffb
..........bdeddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhb
...mmmmmmmmmmmmmmmmmmmmmmmmmmmnnnnnnnnnnnnnnnnnnnmmmmmmmmmmmmmmmmmmmmmmmmmmmm
...mmoooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooomm
...mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

........................jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj






.................................jjjjjjjjjjjjj
