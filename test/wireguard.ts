/** Keys for tests, of interfaces that are gone with them: private, public, and a secret that two share. */
export const KEYS = {
  own: "gJIETihJMffxsrlQvAqWBmxwfmqbSFWRupvKES1g72s=",
  ownPublic: "JFqiLxR/9z6DuD1LRg9/YGFzJkQsbiNwjq5bPLdBAXA=",
  other: "+MhfAQxE/CortXENg/JAMyXs5dL+I1GcW7WcQwmLGkk=",
  otherPublic: "02mcckD0HltBqM9k2ixqz0eu1wEvnNz1G0CZkeKHlS4=",
  peer: "C8pfWIYUyqh3OwRS8yyHus/3AuL8/WCcOMnJpw3EsBw=",
  peerToo: "3MyZ6CvFOCGNdsdQH2bEHeGQUvXCpSUAlr3dBqgXrlw=",
  preshared: "eeE5s+dGGyqTPswYarDhek0dXQMy7nLKyEZlMMIOjuw=",
  presharedToo: "zpATzZvI2AS/XTC1dSKSaV7EgK559oTrEGPYRC/a3QA=",
} as const;
