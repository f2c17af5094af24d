// What training needs of MPI. Constants of MPI are macros with casts in Open MPI, which Swift can't read; C can.
#ifndef MICROGPT_OPENMPI_H
#define MICROGPT_OPENMPI_H

#include <mpi.h>
#include <stdint.h>

enum openmpi_beginning { openmpi_begun, openmpi_not_begun, openmpi_without_threads };

// Only the thread that calls this may call MPI afterwards; others may do what is no call of MPI.
static inline enum openmpi_beginning openmpi_begin(void) {
  int provided = MPI_THREAD_SINGLE;
  if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS) return openmpi_not_begun;
  return provided >= MPI_THREAD_FUNNELED ? openmpi_begun : openmpi_without_threads;
}

static inline void openmpi_end(void) {
  int has_begun = 0;
  MPI_Initialized(&has_begun);
  if (has_begun) MPI_Finalize();
}

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
