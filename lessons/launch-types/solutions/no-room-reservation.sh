# Reserve 1000, and still allow 2000 while there is some.
aws ecs register-task-definition --family web \
    --container-definitions 'name=web,image=public.ecr.aws/docker/library/nginx:1.27,cpu=256,memoryReservation=1000,memory=2000'  # free: 256 1000 2000
aws ecs update-service --cluster lab --service web --task-definition web:2
