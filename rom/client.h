/*
 * The PXE client. Its code and data are gone once the NBP runs.
 */
#ifndef ROM_CLIENT_H
#define ROM_CLIENT_H

/*
 * From finding the card to having the NBP at 0000:7C00. 0, or why not; the user
 * has been told.
 */
int client_boot(void);

#endif
