..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
..........bccccccccccccccccccccccccccccccccccccccccccccccccccccccccccb
..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
..........bfgffffffffffffffffffffffffffffffffffffffffffffffffffffffffb
..........bddddddddddddddedddddddddddddddddddddddddddddddddddddddddddb
..........bhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhb
..........bhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhb
..........bddedddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bdeddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhb
..........bdeddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddedddddddddddddddddddddddddddddddddddddddddddddddb
..........bdeddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb
..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb

k.lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll






...........................jjjjjjjjjjjjjjjjjjjjjjjjjj
