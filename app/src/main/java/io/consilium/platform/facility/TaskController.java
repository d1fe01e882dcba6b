package io.consilium.platform.facility;

import io.consilium.platform.engine.FacilityTasks;
import io.consilium.platform.engine.FacilityTasks.Claim;
import io.consilium.platform.engine.TasksArrived;
import io.consilium.platform.facility.TaskRequests.BpmnError;
import io.consilium.platform.facility.TaskRequests.Complete;
import io.consilium.platform.facility.TaskRequests.ExtendLock;
import io.consilium.platform.facility.TaskRequests.Failure;
import io.consilium.platform.facility.TaskRequests.FetchAndLock;
import io.consilium.platform.facility.TaskRequests.Unlock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The external-task calls of the engine's REST interface, as the stock client makes them, for one
 * facility's tasks.
 */
@RestController
@RequestMapping("/facility/engine/external-task")
class TaskController {
  private final FacilityTasks tasks;
  private final Polls polls;
  private final ApplicationEventPublisher events;

  TaskController(FacilityTasks tasks, Polls polls, ApplicationEventPublisher events) {
    this.tasks = tasks;
    this.polls = polls;
    this.events = events;
  }

  @PostMapping("/fetchAndLock")
  ResponseEntity<?> fetchAndLock(
      @RequestBody FetchAndLock request, @AuthenticationPrincipal Caller caller) {
    return polls.poll(caller, request.wish(caller.facilityId()), request.patience());
  }

  @PostMapping("/{id}/complete")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void complete(
      @PathVariable String id,
      @RequestBody Complete request,
      @AuthenticationPrincipal Caller caller) {
    tasks.complete(new Claim(caller.facilityId(), request.worker(), id));
  }

  @PostMapping("/{id}/bpmnError")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void bpmnError(
      @PathVariable String id,
      @RequestBody BpmnError request,
      @AuthenticationPrincipal Caller caller) {
    tasks.endFor(request.reason(), new Claim(caller.facilityId(), request.worker(), id));
  }

  @PostMapping("/{id}/failure")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void failure(
      @PathVariable String id,
      @RequestBody Failure request,
      @AuthenticationPrincipal Caller caller) {
    tasks.fail(
        request.reason(),
        request.checkedRetries(),
        request.pause(),
        new Claim(caller.facilityId(), request.worker(), id));
    events.publishEvent(new TasksArrived(caller.facilityId()));
  }

  @PostMapping("/{id}/extendLock")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void extendLock(
      @PathVariable String id,
      @RequestBody ExtendLock request,
      @AuthenticationPrincipal Caller caller) {
    tasks.extendLock(request.duration(), new Claim(caller.facilityId(), request.worker(), id));
  }

  @PostMapping("/{id}/unlock")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unlock(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable Unlock request,
      @AuthenticationPrincipal Caller caller) {
    tasks.unlock(caller.facilityId(), id);
    events.publishEvent(new TasksArrived(caller.facilityId()));
  }
}
