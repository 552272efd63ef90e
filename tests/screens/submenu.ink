..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
..........bccccccccccccccccccccccccccccccccccccccccccccccccccccccccccb
..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
..........bddddedddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bfffffffffffgffffffffffffffffffffffffffffffffffffffffffffffb
..........bdeddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

........................jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj






.....................jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj
