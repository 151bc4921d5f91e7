# Cleaning up a little too well.
aws ecs delete-service --cluster lab --service campaign --force
aws ecs delete-service --cluster lab --service web --force
