package io.consilium.worker;

/** The {@code consilium} command. */
public final class Consilium {
  private Consilium() {}

  public static void main(String[] arguments) {}
}
