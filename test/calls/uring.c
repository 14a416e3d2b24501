#include "calls.h"
void run_uring(int argc, char **argv) {}
