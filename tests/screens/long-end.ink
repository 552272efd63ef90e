..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
..........bccccccccccccccccccccccccccccccccccccccccccccccccccccccccccb
..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bffffffffffffffffffffffffffffffffffffffffffffffffffffffffffi
..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb







..........................jjjjjjjjjjjjjjjjjjjjjjjjjjj






.....................jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj
