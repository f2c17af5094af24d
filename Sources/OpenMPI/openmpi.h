// What training needs of MPI. Constants of MPI are macros with casts in Open MPI, which Swift can't read; C can.
#ifndef MICROGPT_OPENMPI_H
#define MICROGPT_OPENMPI_H

#include <mpi.h>
#include <stdint.h>

// Only the thread that calls this may call MPI afterwards.
static inline int openmpi_begin(void) {
  int provided;
  return MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
}

static inline int openmpi_end(void) { return MPI_Finalize(); }

static inline int openmpi_count(void) {
  int count = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  return count;
}

static inline int openmpi_rank(void) {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

// Errors end all processes with a message of MPI's own: its error handler is the standard one, MPI_ERRORS_ARE_FATAL.

static inline void openmpi_send(const double *numbers, int count, int rank) {
  MPI_Send(numbers, count, MPI_DOUBLE, rank, 0, MPI_COMM_WORLD);
}

static inline void openmpi_receive(double *numbers, int count, int rank) {
  MPI_Recv(numbers, count, MPI_DOUBLE, rank, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

static inline void openmpi_share(double *numbers, int count, int rank) {
  MPI_Bcast(numbers, count, MPI_DOUBLE, rank, MPI_COMM_WORLD);
}

static inline void openmpi_add_up(double *numbers, int count) {
  MPI_Allreduce(MPI_IN_PLACE, numbers, count, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
}

static inline void openmpi_find_largest(int64_t *numbers, int count) {
  MPI_Allreduce(MPI_IN_PLACE, numbers, count, MPI_INT64_T, MPI_MAX, MPI_COMM_WORLD);
}

#endif
